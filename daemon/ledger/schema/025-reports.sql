-- SPDX-License-Identifier: GPL-3.0-or-later
-- What reports of a period read without reading ten years: weighings that left as waste, the stock's
-- changes by day.

CREATE INDEX IF NOT EXISTS weighing_waste ON weighing (day) WHERE waste_code <> '';
CREATE INDEX IF NOT EXISTS stock_day_day ON stock_day (day); -- without the mass: each weighing would write it
