using Npgsql;
using ServiceDirectory.Core.Community.Receipts;

namespace ServiceDirectory.Web.Curating;

/// <summary>At each start, what is over goes: rows, and the keys of months. Whoever reads compares dates too, so that nothing waits for this.</summary>
internal sealed class ForgetsReceipts(IServiceScopeFactory scopes, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<ReceiptService>().ForgetAsync(clock.Now().InUtc().Date, stoppingToken);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // The next start, or the command line, does it.
        }
    }
}
