package dev.heddle.servlet;

/** Inside of Tomcat. */
class TomcatContractTest extends ContainerContract {

    TomcatContractTest() {
        super(Container.TOMCAT);
    }
}
