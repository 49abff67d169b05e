package dev.heddle.socket;

/** Our server on the threads that this JVM has. */
class SocketServerContractTest extends SocketServerContract {

    @Override
    SocketServer.Builder set(SocketServer.Builder builder) {
        return builder;
    }
}
