package dev.stampede.output.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/** Server sockets whose connections can be made to end with a reset (RST) instead of politely (FIN). Thread-safe. */
final class ResettingSockets extends ServerSocketFactory {
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean resets;

    /** Whether connections are reset when this side closes them. */
    synchronized void setResets(boolean resets) {
        this.resets = resets;
        open.removeIf(Socket::isClosed);
        open.forEach(this::prepare);
    }

    private synchronized Socket add(Socket socket) {
        open.add(socket);
        prepare(socket);
        return socket;
    }

    private void prepare(Socket socket) {
        try {
            socket.setSoLinger(resets, 0);
        } catch (SocketException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                return add(super.accept());
            }
        };
    }

    @Override
    public ServerSocket createServerSocket(int port) {
        throw new UnsupportedOperationException("not needed");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
        throw new UnsupportedOperationException("not needed");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
        throw new UnsupportedOperationException("not needed");
    }
}
