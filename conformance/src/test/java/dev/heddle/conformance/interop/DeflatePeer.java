package dev.heddle.conformance.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who speaks permessage-deflate: how it is told its wishes, what it offers, and what it answers. Source: RFC 7692 §7.1. */
enum DeflatePeer {
    HEDDLE {
        @Override
        String options(DeflateWishes wishes, boolean server) {
            List<String> options = new ArrayList<>();
            if (wishes.ownReset()) {
                options.add("noContextTakeover");
            }
            if (wishes.ownBits() > 0) {
                options.add("maxWindowBits=" + wishes.ownBits());
            }
            if (wishes.peerReset()) {
                options.add("requestNoContextTakeover");
            }
            if (wishes.peerBits() > 0) {
                options.add("requestMaxWindowBits=" + wishes.peerBits());
            }
            options.add(wishes.more());
            return String.join("; ", options).replaceFirst("(; )?$", "");
        }
    },

    FAYE {
        @Override
        String options(DeflateWishes wishes, boolean server) {
            List<String> options = new ArrayList<>();
            if (wishes.ownReset()) {
                options.add("\"noContextTakeover\":true");
            }
            if (wishes.ownBits() > 0) {
                options.add("\"maxWindowBits\":" + wishes.ownBits());
            }
            if (wishes.peerReset()) {
                options.add("\"requestNoContextTakeover\":true");
            }
            if (wishes.peerBits() > 0) {
                options.add("\"requestMaxWindowBits\":" + wishes.peerBits());
            }
            return json(options, wishes);
        }
    },

    WS {
        @Override
        String options(DeflateWishes wishes, boolean server) {
            String own = server ? "server" : "client";
            String peer = server ? "client" : "server";
            List<String> options = new ArrayList<>();
            if (wishes.ownReset()) {
                options.add("\"" + own + "NoContextTakeover\":true");
            }
            if (wishes.ownBits() > 0) {
                options.add("\"" + own + "MaxWindowBits\":" + wishes.ownBits());
            }
            if (wishes.peerReset()) {
                options.add("\"" + peer + "NoContextTakeover\":true");
            }
            if (wishes.peerBits() > 0) {
                options.add("\"" + peer + "MaxWindowBits\":" + wishes.peerBits());
            }
            options.add("\"threshold\":0");
            return json(options, wishes);
        }
    };

    private static final String SERVER_RESET = "server_no_context_takeover";
    private static final String CLIENT_RESET = "client_no_context_takeover";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final int MOST = 15;

    /** Returns the wishes in the words of this peer. */
    abstract String options(DeflateWishes wishes, boolean server);

    /** Returns the parameters that this peer has to offer as a client with such wishes. */
    Set<String> offer(DeflateWishes wishes) {
        Set<String> offer = new TreeSet<>();
        if (wishes.peerReset()) {
            offer.add(SERVER_RESET);
        }
        if (wishes.ownReset()) {
            offer.add(CLIENT_RESET);
        }
        if (isTold(wishes.peerBits())) {
            offer.add(SERVER_BITS + "=" + wishes.peerBits());
        }
        offer.add(isTold(wishes.ownBits()) ? CLIENT_BITS + "=" + wishes.ownBits() : CLIENT_BITS);
        return offer;
    }

    /** The largest window is what holds anyway: only the packages from npm say so if they are told. */
    private boolean isTold(int bits) {
        return bits > 0 && (this != HEDDLE || bits < MOST);
    }

    /** Returns the parameters that this peer has to answer with as a server with such wishes, or null if it refuses. */
    @Nullable
    Set<String> response(Set<String> offer, DeflateWishes wishes) {
        int offeredServer = value(offer, SERVER_BITS);
        int offeredClient = offer.contains(CLIENT_BITS) ? MOST : value(offer, CLIENT_BITS);
        // ws wants its window and no other, where we take the smaller one of both; RFC 7692 leaves that to the server.
        if (this == WS
                && (offeredServer > 0 && wishes.ownBits() > offeredServer || offeredClient < wishes.peerBits())) {
            return null;
        }
        Set<String> response = new TreeSet<>();
        if (offer.contains(SERVER_RESET) || wishes.ownReset()) {
            response.add(SERVER_RESET);
        }
        if (offer.contains(CLIENT_RESET) || wishes.peerReset()) {
            response.add(CLIENT_RESET);
        }
        int serverBits = Math.min(orMost(offeredServer), orMost(wishes.ownBits()));
        // §7.1.2.1: to be said where it was asked for, and may be said also elsewhere, which ws does.
        if (offeredServer > 0 || this == WS && wishes.ownBits() > 0) {
            response.add(SERVER_BITS + "=" + serverBits);
        }
        // §7.1.2.2: may be said only where it was offered, which every client here does.
        int clientBits = Math.min(offeredClient, orMost(wishes.peerBits()));
        boolean saysMost = this == WS && (wishes.peerBits() == MOST || offer.contains(CLIENT_BITS + "=" + MOST));
        if (clientBits < MOST || saysMost) {
            response.add(CLIENT_BITS + "=" + clientBits);
        }
        return response;
    }

    /** Returns the parameters of a header that has permessage-deflate once, and nothing else. */
    static Set<String> parameters(String header) {
        List<String> parts = List.of(header.split("; *"));
        if (!parts.get(0).equals("permessage-deflate")) {
            throw new AssertionError("Not permessage-deflate: " + header);
        }
        return new TreeSet<>(parts.subList(1, parts.size()));
    }

    private static int value(Set<String> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.startsWith(name + "="))
                .mapToInt(parameter -> Integer.parseInt(parameter.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static int orMost(int bits) {
        return bits > 0 ? bits : MOST;
    }

    private static String json(List<String> options, DeflateWishes wishes) {
        List<String> all = new ArrayList<>(options);
        if (!wishes.more().isEmpty()) {
            all.add(wishes.more());
        }
        return "{" + String.join(",", all) + "}";
    }
}
