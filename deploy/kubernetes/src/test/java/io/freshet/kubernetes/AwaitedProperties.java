package io.freshet.kubernetes;

import java.util.Set;

/** Properties that the chart gives to a launcher's executor and to the identity policy. */
final class AwaitedProperties {
    static final Set<String> NAMES = Set.of(
            "freshet.launcher.kubernetes.namespace",
            "freshet.launcher.kubernetes.claim",
            "freshet.launcher.kubernetes.image",
            "freshet.launcher.kubernetes.templates",
            "freshet.launcher.kubernetes.pending-limit",
            "freshet.identity.policy");

    private AwaitedProperties() {}
}
