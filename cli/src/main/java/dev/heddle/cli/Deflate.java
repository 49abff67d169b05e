package dev.heddle.cli;

import dev.heddle.extensions.Extension;
import dev.heddle.permessagedeflate.PermessageDeflate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command compresses messages. */
final class Deflate {

    @Option(names = "--deflate", description = "Offer or accept compression of messages, permessage-deflate.")
    private boolean deflate;

    @Option(
            names = "--deflate-options",
            paramLabel = "'NAME=VALUE; …'",
            description = "How: level, strategy, noContextTakeover, maxWindowBits, requestNoContextTakeover,"
                    + " requestMaxWindowBits, threshold, maxIdleCodecs. Implies --deflate.")
    private @Nullable String options;

    /** Returns the extensions to negotiate: one, or none. */
    Extension[] extensions() throws UsageException {
        if (!deflate && options == null) {
            return new Extension[0];
        }
        try {
            return new Extension[] {
                PermessageDeflate.builder()
                        .setAll(options == null ? "" : options)
                        .build()
            };
        } catch (IllegalArgumentException e) {
            throw new UsageException("--deflate-options: " + e.getMessage(), e);
        }
    }
}
