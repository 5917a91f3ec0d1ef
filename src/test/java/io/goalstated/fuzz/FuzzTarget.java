package io.goalstated.fuzz;

import io.goalstated.environment.network.DhcpFuzz;
import io.goalstated.extension.StatusFuzz;
import io.goalstated.goalstate.DocumentsFuzz;
import io.goalstated.trust.CertificatesFuzz;
import io.goalstated.wire.HttpAnswerFuzz;

/** Every reader of what comes from outside, with the class that hands it any bytes. */
enum FuzzTarget {
    XML(AnyTextFuzz.class),
    JSON(AnyTextFuzz.class),
    CONFIGURATION(AnyTextFuzz.class),
    OVF(AnyTextFuzz.class),
    GOAL_STATE(DocumentsFuzz.class),
    EXTENSIONS_CONFIG(DocumentsFuzz.class),
    VM_SETTINGS(DocumentsFuzz.class),
    MANIFEST(DocumentsFuzz.class),
    REMOTE_ACCESS(DocumentsFuzz.class),
    OTHER_DOCUMENTS(DocumentsFuzz.class),
    STATUS(StatusFuzz.class),
    HEARTBEAT(StatusFuzz.class),
    HANDLER_MANIFEST(StatusFuzz.class),
    CERTIFICATES(CertificatesFuzz.class),
    SIGNATURE(CertificatesFuzz.class),
    HTTP_ANSWER(HttpAnswerFuzz.class),
    DHCP(DhcpFuzz.class);

    /** Tells the child process which reader of its class is meant. */
    static final String PROPERTY = "fuzz.target";

    final Class<?> type;

    FuzzTarget(Class<?> type) {
        this.type = type;
    }
}
