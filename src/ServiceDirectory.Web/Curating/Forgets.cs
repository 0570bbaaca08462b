using System.Security.Cryptography;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Training;

namespace ServiceDirectory.Web.Curating;

/// <summary>
/// Soon after each start and once a day, what is over goes: rows, the keys of months, and what would tell when somebody was at work. Whoever reads
/// compares dates too, so that nothing waits for this.
/// </summary>
internal sealed class Forgets(IServiceScopeFactory scopes, TimeProvider clock) : BackgroundService
{
    /// <summary>Whoever waits for the first page does not wait for this as well.</summary>
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_each = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(s_first, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ForgetAsync(stoppingToken);
            }
            // The framework says of a database that is away that an operation is invalid.
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException or UnauthorizedAccessException or CryptographicException or SettingException)
            {
                // The next day, the next start, or the command line, does it.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(s_each, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ForgetAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.Now();
        await scope.ServiceProvider.GetRequiredService<MessageService>().ForgetAsync(now.InUtc().Date, stop);
        await scope.ServiceProvider.GetRequiredService<TrainingService>().ForgetAsync(now.InUtc().Date, stop);
        await scope.ServiceProvider.GetRequiredService<DirectoryDbContext>().ForgetOverAsync(now, stop);
    }
}
