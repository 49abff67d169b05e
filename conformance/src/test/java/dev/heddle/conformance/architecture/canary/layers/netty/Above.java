package dev.heddle.conformance.architecture.canary.layers.netty;

import dev.heddle.conformance.architecture.canary.layers.driver.UpwardDriver;

/** A transport that uses the driver, which is all right. */
public interface Above {

    UpwardDriver driver();
}
