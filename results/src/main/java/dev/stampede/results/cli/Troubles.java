package dev.stampede.results.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Objects;

/** Exceptions as one line for people. Stateless. */
final class Troubles {
    private Troubles() {}

    /** What went wrong; ends with a full stop unless somebody has worded it. */
    static String inWords(Exception e) {
        return switch (e) {
            case Results.FailedException said -> said.getMessage() + "";
            case UncheckedIOException wrapped -> inWords(Objects.requireNonNull(wrapped.getCause()));
            case FileSystemException file -> file.getFile() + ": " + reason(file) + ".";
            case IOException io ->
                isWorded(io) ? oneLine(io.getMessage() + "") : "Reading or writing failed: " + oneLine(io) + ".";
            case ReadOnlyFileSystemException readOnly -> "The file system can only be read.";
            default -> "This should not have happened; please report it: " + oneLine(e) + at(e) + ".";
        };
    }

    /** Ours are; those of the JDK's own classes may be as short as a number. */
    private static boolean isWorded(IOException e) {
        return e.getMessage() != null && e.getClass().getName().startsWith("dev.stampede.");
    }

    private static String reason(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException none -> "there is no such file or folder";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException there -> "there is such a file already";
            case NotDirectoryException no -> "it is no folder";
            case FileSystemLoopException loop -> "its links go in a circle";
            default -> e.getReason() == null ? e.getClass().getSimpleName() : oneLine(e.getReason());
        };
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        String kind = e.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return kind;
        }
        return oneLine(e.getClass() == IOException.class ? message : kind + ": " + message);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String at(Exception e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? "" : " (" + trace[0] + ")";
    }
}
