package dev.heddle.permessagedeflate;

import dev.heddle.extensions.ClientSession;
import dev.heddle.extensions.Extension;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.ServerSession;
import dev.heddle.extensions.SessionLimits;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The extension {@code permessage-deflate}: compression of messages with DEFLATE. Source: RFC 7692 §7. Immutable but for its
 * pool; one instance serves many connections, on any thread.
 *
 * <p>What an application compresses together with a secret can show in the size of what it sends (RFC 7692 §8): send such
 * messages with compression off.
 */
public final class PermessageDeflate implements Extension, AutoCloseable {

    /** The name by which it is negotiated. */
    public static final String NAME = "permessage-deflate";

    private static final PermessageDeflate DEFAULTS = builder().build();

    private final Options options;
    private final Codecs codecs;

    private PermessageDeflate(Builder builder) {
        this.options = builder.options();
        this.codecs = new Codecs(builder.zlib, options);
    }

    /** Returns the extension with the options that hold when nothing else is asked for. */
    public static PermessageDeflate defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean rsv1() {
        return true;
    }

    @Override
    public ClientSession createClientSession(SessionLimits limits) {
        return new DeflateClientSession(options, codecs, limits.maxLength());
    }

    /** {@inheritDoc} The first valid offer is taken; every valid one can be honoured. */
    @Override
    public @Nullable ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
        for (Parameters parameters : offers) {
            @Nullable Configuration offer = Configuration.offer(parameters);
            if (offer != null) {
                return new DeflateServerSession(
                        options, codecs, limits.maxLength(), Agreement.ofServer(options, offer));
            }
        }
        return null;
    }

    /**
     * Frees the native memory that is idle in the pool; what connections still use is freed as they end. Without {@link
     * Builder#maxIdleCodecs} there is none, and nothing to close.
     */
    @Override
    public void close() {
        codecs.close();
    }

    /**
     * Builds an extension. There is no {@code memLevel}: what a compressor holds follows what it compresses.
     */
    public static final class Builder {

        private int level = Options.DEFAULTS.level();
        private Strategy strategy = Options.DEFAULTS.strategy();
        private boolean noContextTakeover;
        private int maxWindowBits = Options.DEFAULTS.maxWindowBits();
        private boolean requestNoContextTakeover;
        private int requestMaxWindowBits = Options.DEFAULTS.requestMaxWindowBits();
        private int threshold;
        private int maxIdleCodecs;
        private Zlib zlib = Zlib.JDK;

        private Builder() {}

        /**
         * Sets how hard the compressor works.
         *
         * @param level 0 (not at all) to 9 (most), or −1 for the default, which is 6
         * @throws IllegalArgumentException if out of range
         */
        public Builder level(int level) {
            this.level = inRange("level", level, -1, 9);
            return this;
        }

        /** Sets what the compressor looks for, by default {@link Strategy#DEFAULT}. */
        public Builder strategy(Strategy strategy) {
            this.strategy = Objects.requireNonNull(strategy, "strategy");
            return this;
        }

        /**
         * Sets whether each message that is sent is compressed for itself, by default not: then a message can refer to those
         * before it, which makes short ones that resemble each other much smaller. It saves memory only together with {@link
         * #maxIdleCodecs}: a compressor grows with what it compresses to 250 KB of heap, and without a pool each connection keeps its own.
         * Source: RFC 7692 §7.1.1.
         */
        public Builder noContextTakeover(boolean noContextTakeover) {
            this.noContextTakeover = noContextTakeover;
            return this;
        }

        /**
         * Sets how far the messages that are sent look back at most, which is how much memory the peer needs. A server
         * tells the client only if that asked; some browsers fail otherwise. Source: RFC 7692 §7.1.2.
         *
         * @param bits 8 (256 bytes) to 15 (32 KiB, the default, and then a client names no number)
         * @throws IllegalArgumentException if out of range
         */
        public Builder maxWindowBits(int bits) {
            this.maxWindowBits = inRange("maxWindowBits", bits, WindowBits.LEAST, WindowBits.MOST);
            return this;
        }

        /**
         * Sets whether the peer is asked to compress each message for itself, by default not: then nothing is held for it
         * between messages. A client refuses a server that does not; a server tells the client to, also unasked. Source:
         * RFC 7692 §7.1.1.
         */
        public Builder requestNoContextTakeover(boolean requestNoContextTakeover) {
            this.requestNoContextTakeover = requestNoContextTakeover;
            return this;
        }

        /**
         * Sets how far the peer's messages may look back, which bounds what a connection holds for them. A client refuses a
         * server that does not agree. A server can ask only clients that offer {@code client_max_window_bits}, and agrees
         * with others without it: every window can be inflated. Source: RFC 7692 §7.1.2.
         *
         * @param bits 8 (256 bytes) to 15 (32 KiB, the default, and then nothing is asked)
         * @throws IllegalArgumentException if out of range
         */
        public Builder requestMaxWindowBits(int bits) {
            this.requestMaxWindowBits = inRange("requestMaxWindowBits", bits, WindowBits.LEAST, WindowBits.MOST);
            return this;
        }

        /**
         * Sets from which length on a message is compressed.
         *
         * @param bytes from 0, which is the default; an empty message never is
         * @throws IllegalArgumentException if negative
         */
        public Builder threshold(int bytes) {
            this.threshold = inRange("threshold", bytes, 0, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Sets how many compressors, and as many decompressors, wait in a pool that all connections share. By default there is
         * no pool, and each connection has its own. With one, a connection between two messages holds nothing but
         * a compressor that remembers what was sent, as it does without {@link #noContextTakeover}, and what the peer may refer
         * to; each message that is
         * received brings zlib the window anew, about a microsecond either way. Close the extension when it is done with.
         *
         * @param codecs from 0, which is the default and means no pool
         * @throws IllegalArgumentException if negative
         */
        public Builder maxIdleCodecs(int codecs) {
            this.maxIdleCodecs = inRange("maxIdleCodecs", codecs, 0, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Sets an option by its name, as a command line does: {@code level}, {@code strategy} ({@code default}, {@code
         * filtered} or {@code huffmanOnly}), {@code noContextTakeover}, {@code maxWindowBits}, {@code
         * requestNoContextTakeover}, {@code requestMaxWindowBits}, {@code threshold} or {@code maxIdleCodecs}.
         *
         * @param option the name of the method that sets it
         * @param value the value, as a decimal number or a word; null, {@code true} or {@code false} for a flag
         * @throws IllegalArgumentException if there is no such option, or the value is none of its
         */
        public Builder set(String option, @Nullable String value) {
            return OptionText.set(this, option, value);
        }

        /**
         * Sets options by their names, separated by semicolons, such as {@code level=9; noContextTakeover}.
         *
         * @throws IllegalArgumentException as by {@link #set}
         */
        public Builder setAll(String options) {
            return OptionText.setAll(this, options);
        }

        /** Sets what makes compressors and decompressors, for tests that count them. */
        Builder zlib(Zlib zlib) {
            this.zlib = zlib;
            return this;
        }

        /** Builds the extension. */
        public PermessageDeflate build() {
            return new PermessageDeflate(this);
        }

        private Options options() {
            return new Options(
                    level,
                    strategy,
                    noContextTakeover,
                    maxWindowBits,
                    requestNoContextTakeover,
                    requestMaxWindowBits,
                    threshold,
                    maxIdleCodecs);
        }

        private static int inRange(String option, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(option + " must be "
                        + (most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most) + ", not " + value);
            }
            return value;
        }
    }
}
