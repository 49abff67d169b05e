package dev.heddle.netty;

/** Our server by io_uring. */
class IoUringServerContractTest extends NettyServerContract {

    IoUringServerContractTest() {
        super(NettyIo.IO_URING);
    }
}
