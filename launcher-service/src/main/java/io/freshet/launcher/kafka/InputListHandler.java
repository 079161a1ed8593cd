package io.freshet.launcher.kafka;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.InputList.ChunkListed;
import io.freshet.contracts.event.InputList.IndexListed;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.servicekit.kafka.DeadLetterSender;
import io.freshet.servicekit.kafka.EventHandler;
import io.freshet.servicekit.kafka.EventRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the lists of inputs on the storage root, where the launchers that share it find them. One that is read again is there already. */
public final class InputListHandler implements EventHandler {
    private static final Logger LOG = LoggerFactory.getLogger(InputListHandler.class);
    private static final EventSerializer SERIALIZER = new EventSerializer("launcher");

    private final DataPlane dataPlane;
    private final DeadLetterSender deadLetters;

    /**
     * @param deadLetters is not closed here
     */
    public InputListHandler(DataPlane dataPlane, DeadLetterSender deadLetters) {
        this.dataPlane = dataPlane;
        this.deadLetters = deadLetters;
    }

    @Override
    public void handle(List<EventRecord> batch) throws IOException, InterruptedException {
        List<String> texts = new ArrayList<>();
        for (EventRecord record : batch) {
            switch (record.event()) {
                case ChunkListed listed -> texts.add(listed.chunk().text());
                case IndexListed listed -> texts.add(listed.index().text());
                case null -> LOG.atDebug().addKeyValue("topic", record.topic()).log("A tombstone lists nothing");
                default -> deadLetters.send(record, SERIALIZER, new IllegalArgumentException("it lists no partitions"));
            }
        }
        dataPlane.storeLists(texts);
    }
}
