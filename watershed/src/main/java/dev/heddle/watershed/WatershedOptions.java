package dev.heddle.watershed;

import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Limits;
import java.util.List;

/**
 * What a connection is told when it is made. An immutable value: start from {@link #defaults()}, and each {@code with…} method
 * returns a changed copy.
 *
 * @param protocols the subprotocols, with regard to case: those that a server supports, or that a client asked for; by default none
 * @param limits how much of a peer the connection bears; by default those of the driver
 */
public record WatershedOptions(List<String> protocols, Limits limits) {

    private static final WatershedOptions DEFAULTS = new WatershedOptions(List.of(), Limits.defaults());

    /**
     * Checks the subprotocols.
     *
     * @throws IllegalArgumentException if one is not a token, or stands twice without regard to case (RFC 6455 §4.1)
     */
    public WatershedOptions {
        protocols = DriverOptions.builder().protocols(protocols).build().protocols();
    }

    /** Returns the options that hold when nothing else is asked for. */
    public static WatershedOptions defaults() {
        return DEFAULTS;
    }

    /** Returns these options with other subprotocols. */
    public WatershedOptions withProtocols(List<String> newProtocols) {
        return new WatershedOptions(newProtocols, limits);
    }

    /**
     * Returns these options with another bound on a message.
     *
     * @param bytes the most bytes of one received message, all fragments together, from 0; by default 2^26 − 1
     */
    public WatershedOptions withMaxLength(int bytes) {
        return new WatershedOptions(protocols, limits.withMaxLength(bytes));
    }

    DriverOptions driver() {
        return DriverOptions.builder().limits(limits).protocols(protocols).build();
    }
}
