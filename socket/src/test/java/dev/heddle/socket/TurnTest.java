package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {

    private final List<Turn> guarded = new ArrayList<>();
    private int reliefs;
    private final Turn turn = new Turn(() -> reliefs++, guarded::add);

    @Test
    void writerThatIsHeldUpForTwoLooksLosesItsTurn() {
        int mine = turn.write();
        assertThat(turn.look()).isFalse();
        assertThat(reliefs).isZero();
        assertThat(turn.look()).isFalse();
        assertThat(reliefs).isEqualTo(1);
        assertThat(turn.read(mine)).isFalse();
    }

    @Test
    void onlyOneIsRelieved() {
        int mine = turn.write();
        for (int i = 0; i < 5; i++) {
            turn.look();
        }
        assertThat(turn.read(mine)).isFalse();
        assertThat(reliefs).isEqualTo(1);
    }

    @Test
    void writesThatMoveKeepTheTurn() {
        for (int i = 0; i < 5; i++) {
            int mine = turn.write();
            assertThat(turn.look()).isFalse();
            assertThat(turn.read(mine)).isTrue();
        }
        assertThat(reliefs).isZero();
    }

    @Test
    void whoReadsIsForgottenUntilItWritesAgain() {
        assertThat(turn.read(turn.write())).isTrue();
        assertThat(turn.look()).isFalse();
        assertThat(turn.look()).isTrue();
        assertThat(turn.forget()).isFalse();
        assertThat(guarded).containsExactly(turn);
        assertThat(turn.read(turn.write())).isTrue();
        assertThat(guarded).containsExactly(turn, turn);
    }

    @Test
    void whoBeganToWriteInBetweenIsNotForgotten() {
        assertThat(turn.read(turn.write())).isTrue();
        assertThat(turn.look()).isFalse();
        assertThat(turn.look()).isTrue();
        int mine = turn.write();
        assertThat(turn.forget()).isTrue();
        assertThat(turn.read(mine)).isTrue();
    }
}
