package dev.heddle.driver;

import dev.heddle.extensions.Extension;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a driver is told when it is made. Immutable; one instance serves many drivers on any thread. */
public final class DriverOptions {

    private static final SecureRandom SECURE_RANDOM = new SecureRandom();
    private static final DriverOptions DEFAULTS = builder().build();

    private final Limits limits;
    private final List<String> protocols;
    private final List<Extension> extensions;
    private final boolean secure;
    private final boolean allowDrafts;
    private final boolean requireMasking;
    private final boolean trustForwarded;
    private final Consumer<byte[]> random;
    private final Executor executor;
    private final Consumer<Throwable> faults;
    /** What these were before they had an owner; null if they are so still. */
    private final @Nullable DriverOptions shared;

    private DriverOptions(Builder builder) {
        this.limits = builder.limits;
        this.protocols = builder.protocols;
        this.extensions = builder.extensions;
        this.secure = builder.secure;
        this.allowDrafts = builder.allowDrafts;
        this.requireMasking = builder.requireMasking;
        this.trustForwarded = builder.trustForwarded;
        this.random = builder.random;
        this.executor = builder.executor;
        this.faults = builder.faults;
        this.shared = builder.shared;
    }

    /** Returns the options that hold when nothing else is asked for. */
    public static DriverOptions defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how much of a peer the driver bears. */
    public Limits limits() {
        return limits;
    }

    /** Returns the subprotocols that a server supports, or that a client asks for in this order. */
    public List<String> protocols() {
        return protocols;
    }

    /** Returns the extensions that every driver is made with, the most wanted first. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** Tells whether the connections of bare servers are TLS. */
    public boolean secure() {
        return secure;
    }

    /** Tells whether a server speaks hixie-75 and hixie-76 with clients that know nothing newer. */
    public boolean allowDrafts() {
        return allowDrafts;
    }

    /** Tells whether a server refuses frames without a mask. */
    public boolean requireMasking() {
        return requireMasking;
    }

    /** Tells whether a server believes the headers by which a proxy says that the client came by TLS. */
    public boolean trustForwarded() {
        return trustForwarded;
    }

    /** Returns what fills an array with random bytes, for handshake keys and masking keys. */
    Consumer<byte[]> random() {
        return random;
    }

    /** Returns where the driver goes on when it is called from elsewhere. */
    Executor executor() {
        return executor;
    }

    /** Returns what takes the faults of extensions that concern no message. */
    Consumer<Throwable> faults() {
        return faults;
    }

    /**
     * Returns the same options for an owner that has an executor for each connection, as an adapter does.
     *
     * @param newExecutor as {@link Builder#executor}
     * @param newFaults as {@link Builder#faults}
     */
    public DriverOptions withOwner(Executor newExecutor, Consumer<Throwable> newFaults) {
        Builder builder = new Builder();
        builder.limits = limits;
        builder.protocols = protocols;
        builder.extensions = extensions;
        builder.secure = secure;
        builder.allowDrafts = allowDrafts;
        builder.requireMasking = requireMasking;
        builder.trustForwarded = trustForwarded;
        builder.random = random;
        builder.shared = this;
        return builder.executor(newExecutor).faults(newFaults).build();
    }

    /** Returns the options that {@link #withOwner} was called on; else these. */
    DriverOptions withoutOwner() {
        return shared == null ? this : shared;
    }

    private static void raise(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        throw fault instanceof RuntimeException exception ? exception : new IllegalStateException(fault);
    }

    /** Builds options. */
    public static final class Builder {

        private Limits limits = Limits.defaults();
        private List<String> protocols = List.of();
        private List<Extension> extensions = List.of();
        private boolean secure;
        private boolean allowDrafts;
        private boolean requireMasking = true;
        private boolean trustForwarded;
        private Consumer<byte[]> random = SECURE_RANDOM::nextBytes;
        private Executor executor = Runnable::run;
        private Consumer<Throwable> faults = DriverOptions::raise;
        private @Nullable DriverOptions shared;

        private Builder() {}

        /** Sets all limits. */
        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * Sets the most bytes of one message.
         *
         * @param maxLength in bytes, from 0; by default 2^26 − 1
         * @throws IllegalArgumentException if negative
         */
        public Builder maxLength(int maxLength) {
            this.limits = limits.withMaxLength(maxLength);
            return this;
        }

        /**
         * Sets the subprotocols, the most wanted first.
         *
         * @throws IllegalArgumentException if one is not a token, or stands twice without regard to case (RFC 6455
         *     §4.1)
         */
        public Builder protocols(List<String> protocols) {
            Grammar.checkProtocols(protocols);
            this.protocols = List.copyOf(protocols);
            return this;
        }

        /**
         * Sets the extensions that every driver is made with, as by {@link Driver#addExtension}, the most wanted first; by
         * default none.
         *
         * @throws IllegalArgumentException if two have one name
         */
        public Builder extensions(List<? extends Extension> extensions) {
            long names = extensions.stream().map(Extension::name).distinct().count();
            if (names < extensions.size()) {
                throw new IllegalArgumentException("Two extensions have one name: "
                        + extensions.stream().map(Extension::name).toList());
            }
            this.extensions = List.copyOf(extensions);
            return this;
        }

        /**
         * Sets whether the connections of servers that parse the request themselves are TLS, by default not: from it follows
         * whether their URL is {@code wss:}. A request that an HTTP server has parsed says so itself.
         */
        public Builder secure(boolean secure) {
            this.secure = secure;
            return this;
        }

        /**
         * Sets whether a server speaks the drafts hixie-75 and hixie-76 with clients that ask for them, by default not: they
         * have no masks against confused proxies (RFC 6455 §10.3), no binary messages and no pings. On such a connection
         * {@code binary}, {@code ping} and {@code pong} answer false, text that is not UTF-8 gets U+FFFD instead of an
         * error, and the close event has code 1005 unless there was an error.
         */
        public Builder allowDrafts(boolean allowDrafts) {
            this.allowDrafts = allowDrafts;
            return this;
        }

        /**
         * Sets whether a server refuses frames without a mask, which RFC 6455 §5.1 demands and is the default; false is
         * for trusted links and tests.
         */
        public Builder requireMasking(boolean requireMasking) {
            this.requireMasking = requireMasking;
            return this;
        }

        /**
         * Sets whether a server believes {@code X-Forwarded-Proto} and its kin, by default not: anybody can send them,
         * so they mean something only behind a proxy that sets or strips them.
         */
        public Builder trustForwarded(boolean trustForwarded) {
            this.trustForwarded = trustForwarded;
            return this;
        }

        /**
         * Sets the source of randomness for handshake keys and masking keys, by default a {@link SecureRandom}. Anything
         * that a peer can foresee breaks RFC 6455 §10.3: for tests.
         */
        public Builder random(Consumer<byte[]> random) {
            this.random = random;
            return this;
        }

        /**
         * Sets the executor on which the driver goes on when it is called from elsewhere: every signal to {@link
         * Driver#streams}, and every answer that a session of an extension gives behind its call, becomes a task of it. By
         * default the task runs in the signal or answer itself, so that these must come on the driver's thread; an event
         * loop takes them from any thread. Behind each task the owner does what it does behind an input: it writes what is
         * in the output, and asks {@link Driver#wantsRead} and {@link Driver#wantsClose}.
         *
         * @param executor runs its tasks one behind the other, in order, each seeing what the one before did; all other
         *     calls of the driver are made from its tasks too
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets what takes the exceptions that sessions of extensions throw when they are closed, on the driver's thread. By
         * default they are thrown to the caller of the driver, once everything else is done; an adapter logs them instead.
         */
        public Builder faults(Consumer<Throwable> faults) {
            this.faults = Objects.requireNonNull(faults, "faults");
            return this;
        }

        /** Builds the options. */
        public DriverOptions build() {
            return new DriverOptions(this);
        }
    }
}
