package io.freshet.scheduler.webhook;

import io.freshet.contracts.data.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * GitHub's: the body is signed, and neither its id nor a time. So a body that was taken under one id is not taken under another: what somebody has
 * recorded is of no use.
 */
final class GithubSignature implements WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";

    @Override
    public Verdict check(List<String> secrets, WebhookRequest request) {
        Optional<String> signature = request.header("x-hub-signature-256");
        if (signature.isEmpty()) {
            return new Verdict.Forged(
                    "there is no header X-Hub-Signature-256: give the webhook at GitHub the secret that it has here");
        }
        byte[] given = signature.get().getBytes(StandardCharsets.UTF_8);
        boolean isGenuine = false;
        for (String secret : secrets) {
            isGenuine |= MessageDigest.isEqual(signed(secret, request.body()), given);
        }
        if (!isGenuine) {
            return new Verdict.Forged("the signature is not that of the body with the secret that the service has");
        }
        return request.header("x-github-delivery")
                .<Verdict>map(delivery -> new Verdict.Genuine(
                        delivery,
                        request.header("x-github-event").orElse("event"),
                        null,
                        Sha256.of(request.body()).hex()))
                .orElseGet(() -> new Verdict.Incomplete(
                        "the header X-GitHub-Delivery is missing: send one id for each delivery"));
    }

    private static byte[] signed(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return (PREFIX + HexFormat.of().formatHex(mac.doFinal(body))).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
