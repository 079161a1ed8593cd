package io.freshet.contracts.api;

import io.freshet.contracts.id.DatasetRef;
import java.util.List;

/**
 * What became of the events of upstream systems, as one watcher has read them; each event counts once.
 *
 * @param extracts that announce an extract
 * @param others of any other kind
 * @param repeated that had come before, by source and id
 * @param unreadable records that became dead letters
 * @param datasets those of which something was announced
 */
public record EventStatus(long extracts, long others, long repeated, long unreadable, List<OfDataset> datasets) {
    /**
     * Of one dataset.
     *
     * @param waiting announcements that are open now
     * @param events that were taken
     * @param arrived whose file was there, or came
     * @param outdated that came after what they announce had been replaced, or after a newer one
     * @param unusable that name what the dataset cannot have
     * @param dropped that were forgotten without a file, because too many waited
     * @param withoutEvent contents that no event had announced when the next full scan ended, and none has since
     * @param late contents that an event announced only after such a scan
     */
    public record OfDataset(
            DatasetRef dataset,
            long waiting,
            long events,
            long arrived,
            long outdated,
            long unusable,
            long dropped,
            long withoutEvent,
            long late) {}

    public EventStatus {
        datasets = List.copyOf(datasets);
    }
}
