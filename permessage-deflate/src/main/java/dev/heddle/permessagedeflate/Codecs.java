package dev.heddle.permessagedeflate;

import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Where the sessions of one extension get their compressors and decompressors, and where they give them back, on any thread.
 * Each belongs to one session until it is released, and comes fresh or reset.
 */
final class Codecs {

    private final Zlib zlib;
    private final Options options;
    private final Pool<Deflater> deflaters;
    private final Pool<Inflater> inflaters;

    Codecs(Zlib zlib, Options options) {
        this.zlib = zlib;
        this.options = options;
        this.deflaters = new Pool<>(options.maxIdleCodecs());
        this.inflaters = new Pool<>(options.maxIdleCodecs());
    }

    /** Tells whether a session gives back what carries nothing between messages; else it keeps its own. */
    boolean pooled() {
        return options.maxIdleCodecs() > 0;
    }

    Deflater deflater() {
        @Nullable Deflater idle = deflaters.take();
        if (idle != null) {
            return idle;
        }
        Deflater made = zlib.newDeflater(options.level());
        if (options.strategy() != Strategy.DEFAULT) {
            made.setStrategy(options.strategy().number());
        }
        return made;
    }

    Inflater inflater() {
        @Nullable Inflater idle = inflaters.take();
        return idle != null ? idle : zlib.newInflater();
    }

    /** Takes back a compressor that was reset. */
    void release(Deflater deflater) {
        if (!deflaters.give(deflater)) {
            deflater.end();
        }
    }

    /** Takes back a decompressor that was reset. */
    void release(Inflater inflater) {
        if (!inflaters.give(inflater)) {
            inflater.end();
        }
    }

    /** Ends what is idle; what is in use ends when it is released. */
    void close() {
        deflaters.close();
        inflaters.close();
        for (Deflater deflater = deflaters.take(); deflater != null; deflater = deflaters.take()) {
            deflater.end();
        }
        for (Inflater inflater = inflaters.take(); inflater != null; inflater = inflaters.take()) {
            inflater.end();
        }
    }
}
