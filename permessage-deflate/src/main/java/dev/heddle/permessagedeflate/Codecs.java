package dev.heddle.permessagedeflate;

import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Where the sessions of one extension get their compressors and decompressors, and where they give them back, on any thread.
 * Each belongs to one session until it is released, and comes fresh or reset.
 */
final class Codecs {

    private final Zlib zlib;
    private final Options options;
    private final Pool<Encoder> encoders;
    private final Pool<Inflater> inflaters;

    Codecs(Zlib zlib, Options options) {
        this.zlib = zlib;
        this.options = options;
        this.encoders = new Pool<>(options.maxIdleCodecs());
        this.inflaters = new Pool<>(options.maxIdleCodecs());
    }

    /** Tells whether a session gives back what carries nothing between messages; else it keeps its own. */
    boolean pooled() {
        return options.maxIdleCodecs() > 0;
    }

    /** Returns a compressor, which has to begin. */
    Encoder encoder() {
        @Nullable Encoder idle = encoders.take();
        return idle != null ? idle : new Encoder(Effort.of(options.level(), options.strategy()));
    }

    Inflater inflater() {
        @Nullable Inflater idle = inflaters.take();
        return idle != null ? idle : zlib.newInflater();
    }

    /** Takes back a compressor; where it is not wanted, it is garbage. */
    void release(Encoder encoder) {
        encoders.give(encoder);
    }

    /** Takes back a decompressor that was reset. */
    void release(Inflater inflater) {
        if (!inflaters.give(inflater)) {
            inflater.end();
        }
    }

    /** Ends what is idle; what is in use ends when it is released. */
    void close() {
        encoders.close();
        inflaters.close();
        encoders.clear();
        for (Inflater inflater = inflaters.take(); inflater != null; inflater = inflaters.take()) {
            inflater.end();
        }
    }
}
