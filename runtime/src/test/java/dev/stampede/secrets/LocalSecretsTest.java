package dev.stampede.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretsTest {
    @TempDir
    Path folder;

    @Test
    void mock_holdsWhatItSays() throws Exception {
        LocalSecrets secrets = LocalSecrets.of("mock=a=one,b=two=2");

        assertThat(secrets.secret("a")).isEqualTo("one");
        assertThat(secrets.secret("b")).isEqualTo("two=2");
        assertThatThrownBy(() -> secrets.secret("c"))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no secret of this name");
        assertThat(secrets).hasToString("the mock secrets");
    }

    @Test
    void file_holdsALineForEach() throws Exception {
        Path file = Files.writeString(folder.resolve("secrets.txt"), "# of the shop\n\na=one, two\n b=x \n");

        LocalSecrets secrets = LocalSecrets.of("file=" + file);

        assertThat(secrets.secret("a")).isEqualTo("one, two");
        assertThat(secrets.secret("b")).isEqualTo("x");
        assertThat(secrets.describe()).isEqualTo(file.toString());
    }

    @Test
    void wrongSource_isNamedWithoutItsValue() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSecrets.of("vault=x"))
                .withMessage("invalid secret source type 'vault', available types are: file, mock");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSecrets.of("hunter2-is-my-password"))
                .withMessage("invalid secret source type '***', available types are: file, mock");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSecrets.of("mock=a=1,hunter2"))
                .withMessage("entry 2 of the mock secrets is not name=value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSecrets.of("file="))
                .withMessage("file= needs the path of a file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSecrets.of("file=" + folder.resolve("none")))
                .withMessage("there is no file " + folder.resolve("none"));
        Path file = Files.writeString(folder.resolve("secrets.txt"), "a=1\nhunter2\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalSecrets.of("file=" + file))
                .withMessage("line 2 of " + file + " is not name=value");
    }
}
