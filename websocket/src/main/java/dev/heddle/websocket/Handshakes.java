package dev.heddle.websocket;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** For the adapter of a server: how many connections of each address have not become anything yet. Any thread. */
public final class Handshakes {

    private final int most;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

    /**
     * Counts none yet.
     *
     * @param most for each address, at least 1
     */
    public Handshakes(int most) {
        this.most = most;
    }

    /** Counts one more; answers false, and does not count it, if the address has as many as it may. */
    public boolean enter(InetAddress address) {
        boolean[] entered = {false};
        open.compute(address, (same, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < most;
            return entered[0] ? now + 1 : count;
        });
        return entered[0];
    }

    /** Counts one less. */
    public void leave(InetAddress address) {
        open.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Returns how many addresses are remembered. */
    public int addresses() {
        return open.size();
    }
}
