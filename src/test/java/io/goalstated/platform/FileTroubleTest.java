package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {
    @Test
    void a_bare_path_is_told_with_what_is_wrong_with_it() {
        assertThat(FileTrouble.text(new AccessDeniedException("/x"))).isEqualTo("permission denied: /x");
        assertThat(FileTrouble.text(new NoSuchFileException("/x"))).isEqualTo("no such file or directory: /x");
        assertThat(FileTrouble.text(new DirectoryNotEmptyException("/x"))).isEqualTo("DirectoryNotEmptyException: /x");
    }

    @Test
    void what_says_it_all_already_stays_as_it_is() {
        assertThat(FileTrouble.text(new FileSystemException("/x", null, "No space left on device")))
                .isEqualTo("/x: No space left on device");
        assertThat(FileTrouble.text(new IOException("/x belongs to somebody else")))
                .isEqualTo("/x belongs to somebody else");
        assertThat(FileTrouble.text(new IOException())).isEqualTo("IOException");
    }

    @Test
    void who_is_not_root_hears_what_to_do() {
        AccessDeniedException refusal = new AccessDeniedException("/run/goalstated");

        assertThat(FileTrouble.denied(refusal, 1000, true))
                .isEqualTo("permission denied: /run/goalstated; only root may do this: run it with sudo, or give it a"
                        + " directory of your own with --root");
        assertThat(FileTrouble.denied(refusal, 1000, false)).endsWith("run it with sudo");
        assertThat(FileTrouble.denied(refusal, 0, true)).isEqualTo("permission denied: /run/goalstated");
    }
}
