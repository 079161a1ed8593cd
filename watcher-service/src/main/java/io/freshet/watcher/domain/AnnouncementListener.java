package io.freshet.watcher.domain;

import io.freshet.contracts.id.DatasetRef;

/** Who watches datasets, and is to look at what events announce. */
public interface AnnouncementListener {
    /** Something was announced of the dataset, and is noted. */
    void announced(DatasetRef dataset);

    /** Something that was announced of the dataset before is to be looked at again. */
    void lookAgain(DatasetRef dataset, Announcement announcement);
}
