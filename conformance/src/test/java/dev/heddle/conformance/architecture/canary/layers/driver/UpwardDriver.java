package dev.heddle.conformance.architecture.canary.layers.driver;

import dev.heddle.conformance.architecture.canary.layers.netty.Above;

/** A driver that uses a transport, which is not. */
public interface UpwardDriver {

    void use(Above above);
}
