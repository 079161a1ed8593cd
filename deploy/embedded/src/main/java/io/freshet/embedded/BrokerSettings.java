package io.freshet.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** One node that is broker and controller: settings that start fast, restart fast after a kill, and commit fast. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final int MAXIMUM_MESSAGE_BYTES = 1024 * 1024;

    private static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final Map<String, String> NODE = Map.of(
            "node.id",
            Integer.toString(NODE_ID),
            "controller.listener.names",
            CONTROLLER_LISTENER,
            "controller.quorum.election.timeout.ms",
            "200",
            "controller.quorum.election.backoff.max.ms",
            "100");

    private static final Map<String, String> BROKER = Map.of(
            "process.roles",
            "broker,controller",
            "auto.create.topics.enable",
            "false",
            "message.max.bytes",
            Integer.toString(MAXIMUM_MESSAGE_BYTES),
            "replica.fetch.max.bytes",
            Integer.toString(MAXIMUM_MESSAGE_BYTES));

    private static final Map<String, String> SINGLE_NODE = Map.of(
            "offsets.topic.num.partitions", "1",
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1");

    private static final Map<String, String> SMALL = Map.of(
            "num.network.threads", "2",
            "num.io.threads", "2",
            "background.threads", "2",
            "group.coordinator.threads", "1",
            "log.cleaner.dedupe.buffer.size", "16777216",
            "log.cleaner.io.buffer.size", "524288",
            "log.index.size.max.bytes", "1048576");

    /**
     * The back-off decides how fast transactions follow each other. The session: a node that is alone has nobody who could take over
     * from it, and must not lose its partitions for a pause of its JVM or a busy machine, see {@link StaleRegistration}.
     */
    private static final Map<String, String> QUICK = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "broker.session.timeout.ms", "60000",
            "broker.heartbeat.interval.ms", "2000",
            "add.partitions.to.txn.retry.backoff.ms", "1");

    /** The controller writes a record that says nothing when there was none for this long, for voters that there are not. */
    private static final Map<String, String> IDLE = Map.of("metadata.max.idle.interval.ms", "10000");

    private BrokerSettings() {}

    static Properties of(Path logDirectory, int port, int controllerPort) {
        String broker = "PLAINTEXT://" + LoopbackPort.ADDRESS + ":" + port;
        Properties properties = node(logDirectory, controllerPort);
        properties.putAll(BROKER);
        properties.putAll(SINGLE_NODE);
        properties.putAll(SMALL);
        properties.putAll(QUICK);
        properties.putAll(IDLE);
        properties.put("listeners", broker + "," + properties.get("listeners"));
        properties.put("advertised.listeners", broker);
        return properties;
    }

    /** The same node without its broker. */
    static Properties ofController(Path logDirectory, int controllerPort) {
        Properties properties = node(logDirectory, controllerPort);
        properties.put("process.roles", "controller");
        return properties;
    }

    private static Properties node(Path logDirectory, int controllerPort) {
        String controller = LoopbackPort.ADDRESS + ":" + controllerPort;
        Properties properties = new Properties();
        properties.putAll(NODE);
        properties.put("log.dirs", logDirectory.toString());
        properties.put("listeners", CONTROLLER_LISTENER + "://" + controller);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        properties.put("controller.quorum.voters", NODE_ID + "@" + controller);
        return properties;
    }
}
