package dev.heddle.conformance.architecture.canary.cycle.right;

import dev.heddle.conformance.architecture.canary.cycle.left.Left;

/** Needs what needs it. */
public interface Right {

    Left left();
}
