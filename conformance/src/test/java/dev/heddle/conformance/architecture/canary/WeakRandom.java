package dev.heddle.conformance.architecture.canary;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Code with guessable randomness: each method has another source. */
public class WeakRandom {

    int random() {
        return new Random().nextInt();
    }

    int threadLocalRandom() {
        return ThreadLocalRandom.current().nextInt();
    }

    int splittableRandom() {
        return new SplittableRandom().nextInt();
    }

    int generator() {
        return RandomGenerator.getDefault().nextInt();
    }

    double mathRandom() {
        return Math.random();
    }
}
