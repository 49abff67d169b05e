package dev.heddle.permessagedeflate;

/** The extension {@code permessage-deflate}. Source: RFC 7692. */
public final class PermessageDeflate {

    private PermessageDeflate() {}
}
