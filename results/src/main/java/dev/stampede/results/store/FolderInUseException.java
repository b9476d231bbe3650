package dev.stampede.results.store;

import java.io.IOException;

/** Somebody else, in this process or another one, has the folder. */
public final class FolderInUseException extends IOException {
    private static final long serialVersionUID = 1;

    FolderInUseException(String message) {
        super(message);
    }
}
