package dev.heddle.permessagedeflate;

import dev.heddle.extensions.ClientSession;
import dev.heddle.extensions.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's side of one connection. */
final class DeflateClientSession extends DeflateSession implements ClientSession {

    private final Options options;

    DeflateClientSession(Options options, Codecs codecs, int maxLength) {
        super(codecs, options.threshold(), maxLength);
        this.options = options;
    }

    @Override
    public List<Parameters> generateOffer() {
        return List.of(Agreement.offer(options).toParameters());
    }

    @Override
    public boolean activate(Parameters response) {
        @Nullable Configuration configuration = Configuration.response(response);
        @Nullable Agreement agreement = configuration == null ? null : Agreement.ofClient(options, configuration);
        if (agreement == null) {
            return false;
        }
        agree(agreement);
        return true;
    }
}
