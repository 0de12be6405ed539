"""URLs of Frister."""

from django.urls import path

from oversight.views import breaches, bulk, deadlines, forecast, order

urlpatterns = [
    path("frister", deadlines.deadlines, name="deadlines"),
    path("frister/fil", deadlines.deadlines_file, name="deadlines_file"),
    path("frister/per-dag/fil", deadlines.burn_down_file, name="burn_down_file"),
    path("frister/valda", bulk.deadlines_chosen, name="deadlines_chosen"),
    path("frister/prognos", forecast.deadlines_forecast, name="deadlines_forecast"),
    path("frister/prognos/fil", forecast.deadlines_forecast_file, name="deadlines_forecast_file"),
    path("frister/prognos/provad", forecast.deadlines_backtest, name="deadlines_backtest"),
    path("frister/turordning", order.order_of_work, name="order_of_work"),
    path("frister/brutna", breaches.breaches, name="breaches"),
    path("frister/brutna/fil", breaches.breaches_file, name="breaches_file"),
]
