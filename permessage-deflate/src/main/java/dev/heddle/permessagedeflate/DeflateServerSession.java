package dev.heddle.permessagedeflate;

import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.ServerSession;

/** The server's side of one connection. */
final class DeflateServerSession extends DeflateSession implements ServerSession {

    private final Parameters response;

    DeflateServerSession(Options options, Codecs codecs, int maxLength, Agreement agreement) {
        super(codecs, options.threshold(), maxLength);
        this.response = agreement.response().toParameters();
        agree(agreement);
    }

    @Override
    public Parameters generateResponse() {
        return response;
    }
}
