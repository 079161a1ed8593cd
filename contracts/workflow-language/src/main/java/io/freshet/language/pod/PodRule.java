package io.freshet.language.pod;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a task may not ask of its pod, so that a pod that is made from its template and the task's identity meets the level
 * {@code restricted} of the Pod Security Standards. The written form, such as {@code pod.host-path}, never changes.
 */
public enum PodRule {
    HOST_PATH(
            "No directory of the node is mounted.",
            "use an emptyDir, a configMap, a secret or a persistentVolumeClaim"),
    HOST_NAMESPACE("No network, process, IPC or user namespace, port or address of the node is used.", "leave it out"),
    HOST_PROBE("Probes and hooks ask the pod itself and no other host.", "leave host out"),
    PRIVILEGED("No container is privileged or passes mounts on to the node.", "leave it out"),
    PRIVILEGE_ESCALATION("No process gets more rights than its parent has.", "leave it out"),
    RUN_AS_ROOT("Nothing runs as user or group 0.", "leave it out and name an identity in the task's runAs"),
    RUN_AS("Users and groups are the identity's.", "leave it out and name an identity in the task's runAs"),
    CAPABILITIES("Capabilities are dropped and never added.", "leave it out: all are dropped"),
    PROC_MOUNT("/proc is masked.", "leave it out"),
    SECCOMP("The seccomp profile is RuntimeDefault or Localhost.", "leave it out: it is RuntimeDefault"),
    APPARMOR("The AppArmor profile is RuntimeDefault or Localhost.", "leave it out"),
    SELINUX("SELinux options are the cluster's.", "leave it out"),
    SERVICE_ACCOUNT("The service account is the identity's.", "leave it out and name an identity in the task's runAs"),
    SERVICE_ACCOUNT_TOKEN("A token is mounted only for a task that asks for it.", "add serviceAccountToken: true"),
    SYSTEM_PRIORITY("Priority classes of the system are not for tasks.", "use a priority class of the cluster's users"),
    STORAGE_CLAIM("The claim of Freshet's own storage is mounted by Freshet alone.", "declare the data as inputs"),
    UNKNOWN_VOLUME("Only volumes that the template declares are mounted.", "declare it under volumes"),
    RESERVED_NAME("Names that Freshet uses itself are not given to anything else.", "use another name"),
    UNKNOWN_KEY("Keys that are not listed are not taken over.", "leave it out"),
    BAD_VALUE("A value is what its key takes.", "see the reference of workflow.yaml"),
    TOO_LARGE("A template has at most 32768 characters.", "put what is long into a config map or the image");

    /** Which rule a key breaks wherever it stands and is not part of the template. */
    private static final Map<String, PodRule> KEYS = Map.ofEntries(
            Map.entry("hostPath", HOST_PATH),
            Map.entry("hostNetwork", HOST_NAMESPACE),
            Map.entry("hostPID", HOST_NAMESPACE),
            Map.entry("hostIPC", HOST_NAMESPACE),
            Map.entry("hostUsers", HOST_NAMESPACE),
            Map.entry("hostPort", HOST_NAMESPACE),
            Map.entry("hostIP", HOST_NAMESPACE),
            Map.entry("host", HOST_PROBE),
            Map.entry("privileged", PRIVILEGED),
            Map.entry("allowPrivilegeEscalation", PRIVILEGE_ESCALATION),
            Map.entry("capabilities", CAPABILITIES),
            Map.entry("procMount", PROC_MOUNT),
            Map.entry("seccompProfile", SECCOMP),
            Map.entry("appArmorProfile", APPARMOR),
            Map.entry("seLinuxOptions", SELINUX),
            Map.entry("runAsUser", RUN_AS),
            Map.entry("runAsGroup", RUN_AS),
            Map.entry("runAsNonRoot", RUN_AS),
            Map.entry("fsGroup", RUN_AS),
            Map.entry("supplementalGroups", RUN_AS),
            Map.entry("serviceAccount", SERVICE_ACCOUNT),
            Map.entry("serviceAccountName", SERVICE_ACCOUNT),
            Map.entry("automountServiceAccountToken", SERVICE_ACCOUNT_TOKEN));

    private final String text;
    private final String description;
    private final String hint;

    PodRule(String description, String hint) {
        this.text = "pod." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.description = description;
        this.hint = hint;
    }

    /** What holds, in one sentence. */
    public String description() {
        return description;
    }

    /** What the author should do instead. */
    public String hint() {
        return hint;
    }

    static Optional<PodRule> against(String key) {
        return Optional.ofNullable(KEYS.get(key));
    }

    @Override
    public String toString() {
        return text;
    }
}
