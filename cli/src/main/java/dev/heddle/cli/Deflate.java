package dev.heddle.cli;

import dev.heddle.extensions.Extension;
import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.websocket.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command compresses messages. */
final class Deflate {

    @Option(names = "--deflate", description = "Offer or accept compression of messages, permessage-deflate.")
    private boolean deflate;

    @Option(
            names = "--deflate-options",
            paramLabel = "'NAME=VALUE; ...'",
            description = "How, as far as it is not to be the default: level=-1 to 9; strategy=default, filtered or"
                    + " huffmanOnly; noContextTakeover; maxWindowBits=8 to 15; requestNoContextTakeover;"
                    + " requestMaxWindowBits=8 to 15; threshold=BYTES; maxIdleCodecs=N. Implies --deflate.")
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
            String message = "--deflate-options: " + e.getMessage();
            throw new UsageException(Printable.escape(message, Integer.MAX_VALUE), e);
        }
    }
}
