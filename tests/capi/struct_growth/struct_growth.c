/* Structures grow at their end: what a newer caller sets beyond what this library knows is refused, what it leaves at zero is not; an older
 * caller goes on as it was; sizes that no version ever had are refused. */
#include "check.h"

void structures_that_are_handed_over(void);
void older_callers(void);
void structures_that_are_filled(void);

int main(void) {
  structures_that_are_handed_over();
  older_callers();
  structures_that_are_filled();
  return check_done("struct_growth");
}
