package dev.heddle.netty;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections of each address have not become anything yet; any thread. */
final class Handshakes {

    private final int most;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

    /**
     * @param most for each address
     */
    Handshakes(int most) {
        this.most = most;
    }

    /** Counts one more; answers false, and does not count it, if the address has as many as it may. */
    boolean enter(InetAddress address) {
        boolean[] entered = {false};
        open.compute(address, (same, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < most;
            return entered[0] ? now + 1 : count;
        });
        return entered[0];
    }

    /** Counts one less. */
    void leave(InetAddress address) {
        open.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Returns how many addresses are remembered. */
    int addresses() {
        return open.size();
    }
}
