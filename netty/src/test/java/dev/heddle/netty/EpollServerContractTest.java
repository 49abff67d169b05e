package dev.heddle.netty;

/** Our server by epoll. */
class EpollServerContractTest extends NettyServerContract {

    EpollServerContractTest() {
        super(NettyIo.EPOLL);
    }
}
