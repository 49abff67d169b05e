package dev.heddle.extensions;

import java.util.List;

/** The client's side of one extension on one connection. */
public interface ClientSession extends Session {

    /** Returns the configurations to offer, the most wanted first; an empty list makes no offer. */
    List<Parameters> generateOffer();

    /**
     * Takes the configuration that the server chose.
     *
     * @return false if it is not acceptable, which fails the handshake
     */
    boolean activate(Parameters response);
}
