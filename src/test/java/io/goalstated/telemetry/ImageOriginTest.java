package io.goalstated.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageOriginTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', '', '', 1",
        "Canonical, UbuntuServer, 16.04-LTS, 16.04.201811140, 2",
        "Canonical, UbuntuServer, 22.04-LTS, 1, 2",
        "Canonical, UbuntuServer, 17.10, 1, 3",
        "canonical, 0001-com-ubuntu-server-jammy, 22_04-lts-gen2, 1, 3",
        "CoreOS, CoreOS, Stable, 494.4.0, 2",
        "CoreOS, CoreOS, Stable, 494.3.9, 3",
        "credativ, Debian, 9, 1, 2",
        "credativ, Debian, 6, 1, 3",
        "OpenLogic, CentOS, 7-RAW, 1, 2",
        "OpenLogic, CentOS, 6.2, 1, 3",
        "OpenLogic, CentOS-HPC, 6.10, 1, 2",
        "RedHat, RHEL-SAP-APPS, 6.7, 1, 2",
        "RedHat, RHEL, 7-LVM, 1, 2",
        "SUSE, SLES-BYOS, 15-SP5, 1, 2",
        "SUSE, SLES-BYOS, 15-SP6, 1, 3",
        "SUSE, SLE-HPC, 15-SP1, 1, 2",
        "Contoso, Thing, 1, 1, 3"
    })
    void an_image_is_known_by_publisher_offer_sku_and_version(
            String publisher, String offer, String sku, String version, int origin) {
        assertThat(ImageOrigin.of(Json.object()
                        .put("publisher", publisher)
                        .put("offer", offer)
                        .put("sku", sku)
                        .put("version", version)))
                .isEqualTo(origin);
    }
}
