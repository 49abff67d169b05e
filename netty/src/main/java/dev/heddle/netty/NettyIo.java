package dev.heddle.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import org.jspecify.annotations.Nullable;

/** The ways that Netty has to a socket. */
public enum NettyIo {

    /**
     * Linux's io_uring; needs Netty's native library for it on the class path. A peer that resets its connection right behind
     * what it sent may go unnoticed by Netty 4.2.18 until something is written: keep the pings on, which are by default, or start the
     * JVM with {@code -Dio.netty.iouring.pollAddMultishotEnabled=false}.
     */
    IO_URING {
        @Override
        @Nullable
        Throwable missing() {
            return IoUring.unavailabilityCause();
        }

        @Override
        IoHandlerFactory factory() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerSocketChannel> serverChannel() {
            return IoUringServerSocketChannel.class;
        }

        @Override
        Class<? extends SocketChannel> clientChannel() {
            return IoUringSocketChannel.class;
        }
    },

    /** Linux's epoll; needs Netty's native library for it on the class path. */
    EPOLL {
        @Override
        @Nullable
        Throwable missing() {
            return Epoll.unavailabilityCause();
        }

        @Override
        IoHandlerFactory factory() {
            return EpollIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerSocketChannel> serverChannel() {
            return EpollServerSocketChannel.class;
        }

        @Override
        Class<? extends SocketChannel> clientChannel() {
            return EpollSocketChannel.class;
        }
    },

    /** The JDK's own channels; everywhere. */
    NIO {
        @Override
        @Nullable
        Throwable missing() {
            return null;
        }

        @Override
        IoHandlerFactory factory() {
            return NioIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerSocketChannel> serverChannel() {
            return NioServerSocketChannel.class;
        }

        @Override
        Class<? extends SocketChannel> clientChannel() {
            return NioSocketChannel.class;
        }
    };

    /** Returns what is used unless one is asked for: epoll where it is available, else NIO. */
    public static NettyIo preferred() {
        return EPOLL.isAvailable() ? EPOLL : NIO;
    }

    /** Tells whether this machine and class path have it. */
    public boolean isAvailable() {
        return missing() == null;
    }

    /**
     * Returns this one.
     *
     * @throws IllegalArgumentException if it is not available, with the reason
     */
    NettyIo checkAvailable() {
        Throwable missing = missing();
        if (missing != null) {
            throw new IllegalArgumentException(this + " is not available here: " + missing.getMessage(), missing);
        }
        return this;
    }

    /** Returns why it is not available, or null. */
    abstract @Nullable Throwable missing();

    abstract IoHandlerFactory factory();

    abstract Class<? extends ServerSocketChannel> serverChannel();

    abstract Class<? extends SocketChannel> clientChannel();
}
