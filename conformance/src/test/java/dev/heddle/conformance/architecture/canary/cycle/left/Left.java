package dev.heddle.conformance.architecture.canary.cycle.left;

import dev.heddle.conformance.architecture.canary.cycle.right.Right;

/** Needs what needs it. */
public interface Left {

    Right right();
}
