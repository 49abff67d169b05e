package dev.heddle.netty;

import dev.heddle.websocket.ConnectingQueue;
import dev.heddle.websocket.HappyEyeballs;
import dev.heddle.websocket.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to a TCP connection with a host: looks up its addresses and tries them as {@link HappyEyeballs} says, each in its turn.
 * Who gets through keeps the turn, until {@link #decided}. On its loop, as are all the channels.
 */
final class Dial implements HappyEyeballs.Attempts {

    /** What comes of it: one of the two, once, on the loop; nothing if it is stopped before. */
    interface Outcome {

        /**
         * There is a connection.
         *
         * @param channel without handlers; does not read by itself
         */
        void connected(Channel channel);

        void failed(Throwable cause);
    }

    private final Dialer dialer;
    private final EventLoop loop;
    private final String host;
    private final int port;
    private final Outcome outcome;
    private final ConnectingQueue.Turn turn;
    private final Map<InetAddress, Attempt> attempts = new HashMap<>();

    private @Nullable Future<?> deadline;
    private @Nullable HappyEyeballs race;
    private ConnectingQueue.@Nullable Turn won;
    private boolean over;

    /** Makes one, which has its place in the queues from here on; any thread. */
    Dial(Dialer dialer, EventLoop loop, String host, int port, Outcome outcome) {
        this.dialer = dialer;
        this.loop = loop;
        this.host = host;
        this.port = port;
        this.outcome = outcome;
        this.turn = dialer.connecting().turn();
    }

    void start() {
        if (over) {
            return;
        }
        deadline = loop.schedule(
                () -> fail(new ConnectTimeoutException("No address of " + host + " was found within "
                        + dialer.options().connectTimeout() + " (connectTimeout)")),
                dialer.options().connectTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
        dialer.lookups().execute(this::lookUp);
    }

    /** Gives up what is under way; may be repeated. */
    void stop() {
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (race != null) {
            race.stop();
        }
    }

    /** What the connection was for is open or has failed: the next one's turn may come. May be repeated. */
    void decided() {
        if (won != null) {
            won.end();
        }
    }

    private void lookUp() {
        try {
            List<InetAddress> addresses = List.of(dialer.resolver().resolve(host));
            onLoop(() -> found(addresses));
        } catch (UnknownHostException e) {
            UnknownHostException unknown = HappyEyeballs.unknown(host, e);
            onLoop(() -> fail(unknown));
        } catch (RuntimeException e) {
            onLoop(() -> fail(e));
        }
    }

    private void found(List<InetAddress> addresses) {
        if (over) {
            return;
        }
        if (deadline != null) {
            deadline.cancel(false);
        }
        race = new HappyEyeballs(addresses, dialer.options().attemptDelay(), this);
        race.start();
    }

    private void fail(Throwable cause) {
        if (!over) {
            stop();
            outcome.failed(cause);
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The client was closed in between, and this stopped with it.
        }
    }

    // The attempts

    @Override
    public void begin(InetAddress address) {
        Attempt attempt = new Attempt(address);
        attempts.put(address, attempt);
        attempt.own.enter(attempt.target, loop, attempt::connect);
    }

    @Override
    public void giveUp(InetAddress address) {
        Attempt attempt = attempts.remove(address);
        if (attempt != null) {
            attempt.giveUp();
        }
    }

    @Override
    public void failed(Throwable cause) {
        fail(cause);
    }

    @Override
    public Transport.Timer schedule(long delayNanos, Runnable task) {
        Future<?> scheduled = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** One address, in its turn. */
    private final class Attempt {

        private final InetAddress address;
        private final InetSocketAddress target;
        private final ConnectingQueue.Turn own = turn.toAnother();
        private @Nullable Channel channel;

        Attempt(InetAddress address) {
            this.address = address;
            this.target = new InetSocketAddress(address, port);
        }

        void connect() {
            HappyEyeballs running = race;
            if (running == null || attempts.get(address) != this) {
                return;
            }
            running.began(address);
            ChannelFuture connecting = new Bootstrap()
                    .group(loop)
                    .channel(dialer.io().clientChannel())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis())
                    // Nothing is there yet that could take what is read.
                    .option(ChannelOption.AUTO_READ, false)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(target);
            channel = connecting.channel();
            connecting.addListener(done -> {
                if (loop.inEventLoop()) {
                    connected(running, connecting);
                } else {
                    // There was not even a channel to register.
                    onLoop(() -> connected(running, connecting));
                }
            });
        }

        private void connected(HappyEyeballs running, ChannelFuture connecting) {
            if (!connecting.isSuccess()) {
                own.end();
                running.failed(address, connecting.cause());
            } else if (running.connected(address)) {
                over = true;
                won = own;
                outcome.connected(connecting.channel());
            } else {
                connecting.channel().close();
            }
        }

        private int timeoutMillis() {
            return (int) Math.min(dialer.options().connectTimeout().toMillis(), Integer.MAX_VALUE);
        }

        void giveUp() {
            own.end();
            if (channel != null) {
                channel.close();
            }
        }
    }
}
