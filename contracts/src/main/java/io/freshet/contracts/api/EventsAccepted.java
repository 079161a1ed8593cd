package io.freshet.contracts.api;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.ExtractEvent;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that are on the log and will be dealt with.
 *
 * @param receipts one for each event, in their order
 */
public record EventsAccepted(List<Receipt> receipts) {
    /**
     * What became of one event. The same for the same event, however often it is sent.
     *
     * @param receipt names the event; equal for equal source and id
     * @param announces the dataset of which it announces an extract; null: none
     */
    public record Receipt(
            String source,
            String id,
            String receipt,
            @Nullable DatasetRef announces) {}

    public EventsAccepted {
        receipts = List.copyOf(receipts);
    }

    public static EventsAccepted of(List<UpstreamEvent> events) {
        return new EventsAccepted(events.stream().map(EventsAccepted::receipt).toList());
    }

    private static Receipt receipt(UpstreamEvent event) {
        DatasetRef announces =
                ExtractEvent.of(event).orElse(null) instanceof Checked.Valid<ExtractEvent>(ExtractEvent extract)
                        ? extract.dataset()
                        : null;
        return new Receipt(event.source(), event.id(), event.key(), announces);
    }
}
