/*
 * The measure of compare.  The expected numbers are python3's:
 * 2*(a*log(a/e1)+b*log(b/e2)) with e1, e2 by equal shares.
 */
#include <math.h>
#include "tap.h"
#include "explore/compare.h"

static void
g2(uint64_t here, uint64_t rest, double want)
{
	double got = compare_g2(here, 187, rest, 2713);

	ok(fabs(got - want) < 1e-6, "%u of 187 against %u of 2,713: %.2f",
	    (unsigned)here, (unsigned)rest, want);
	if (fabs(got - want) >= 1e-6)
		printf("# got %.9f\n", got);
}

int
main(void)
{
	g2(17, 10, 58.94503042995044);
	g2(47, 224, 37.53225547768737);
	g2(6, 0, 32.896288789439744);
	g2(43, 238, 26.99357755426297);
	g2(5, 2, 19.30442256426872);
	g2(48, 350, 16.802011615628196);
	g2(6, 9, 13.905741438843457);
	g2(0, 488, -65.0559664360584);
	ok(compare_g2(0, 0, 3, 10) == 0 && compare_g2(3, 10, 0, 0) == 0 &&
	        compare_g2(0, 5, 0, 5) == 0,
	    "without events on a side nothing is surprising");
	ok(compare_g2(1, 10, 10, 100) == 0, "equal shares are as expected");
	return done_testing();
}
