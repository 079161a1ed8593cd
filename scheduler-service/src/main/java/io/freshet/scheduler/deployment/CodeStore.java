package io.freshet.scheduler.deployment;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.language.bundle.DeployableBundle;
import java.io.IOException;
import java.util.Map;

/** Puts into the storage root what a deployment needs there. Doing it again finds it done. */
interface CodeStore {
    /**
     * Stores the code of every task and makes the directories of the datasets that come from outside, so that people find where to
     * put files.
     *
     * @return per task, the fingerprint of the manifest of its code
     */
    Map<String, Fingerprint> store(String namespace, DeployableBundle.Valid bundle) throws IOException;
}
