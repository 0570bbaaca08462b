-- Asks for one address after the other, each time as another visitor, as a proxy in front says it: so the limit of each visitor
-- is counted, and reached by nobody. 32,768 visitors, each of whom comes back after all others.
local requests, at, refused = {}, 0, 0

function init(args)
  local paths = {}
  for path in io.lines(args[1]) do paths[#paths + 1] = path end
  for i = 1, 32768 do
    local headers = { ["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.random(0, 255), math.floor(i / 128), i % 128) }
    if args[2] then headers["Accept-Encoding"] = args[2] end
    requests[i] = wrk.format("GET", paths[(i - 1) % #paths + 1], headers)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  io.write(string.format("measured %d %d %d %d %.0f %.0f\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    summary.bytes, latency:percentile(50), latency:percentile(99)))
end
