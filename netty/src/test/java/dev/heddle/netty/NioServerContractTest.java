package dev.heddle.netty;

/** Our server by NIO. */
class NioServerContractTest extends NettyServerContract {

    NioServerContractTest() {
        super(NettyIo.NIO);
    }
}
