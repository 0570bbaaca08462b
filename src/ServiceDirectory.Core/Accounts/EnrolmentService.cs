using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Accounts;

/// <summary>
/// From an invitation to an account. Until everything that opens it is there and was seen, nothing is written: what was chosen
/// travels sealed in the page, and the last step writes all of it at once.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="invitations">The way in.</param>
/// <param name="store">Keeps the account.</param>
/// <param name="secrets">Seal what travels.</param>
/// <param name="hasher">Makes what is kept of a passphrase.</param>
public sealed class EnrolmentService(
    DirectoryDbContext context, InvitationService invitations, AccountStore store, DirectorySecrets secrets, IPasswordHasher<Account> hasher)
{
    /// <summary>How many codes somebody gets for the day on which the second factor is lost.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>How long somebody may take.</summary>
    public static readonly Duration Longest = Duration.FromHours(1);

    private const string Purpose = "enrolment";

    /// <summary>The first page: a name, and a key for an authenticator app.</summary>
    /// <param name="code">The invitation's, as it stands in the link.</param>
    /// <param name="now">Decides whether it is too old.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <returns>Null for an invitation that cannot be used, whatever the reason.</returns>
    public async Task<Enrolment?> BeginAsync(string? code, Instant now, CancellationToken cancellation = default)
    {
        if (await invitations.FindAsync(code, now, cancellation) is not { } invitation)
            return null;
        var (id, name) = invitation.Existing is { } existing ? (existing.Id, existing.Name) : (Guid.NewGuid(), "");
        while (name.Length == 0 || (invitation.Existing is null && await context.Accounts.AnyAsync(a => a.Name == name, cancellation)))
            name = TwoWordName.New();
        return new Enrolment(invitation, new EnrolmentDraft(id, name, AuthenticatorCode.NewKey(), (now + Longest).ToUnixTimeSeconds()));
    }

    /// <summary>What was chosen before, from a page of the same invitation.</summary>
    /// <param name="code">The invitation's, as it stands in the link.</param>
    /// <param name="sealedDraft">From <see cref="Seal"/>.</param>
    /// <param name="now">Decides whether it took too long.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <returns>Null where the invitation cannot be used, or the page is too old or not ours.</returns>
    public async Task<Enrolment?> GoOnAsync(string? code, string? sealedDraft, Instant now, CancellationToken cancellation = default) =>
        await invitations.FindAsync(code, now, cancellation) is { } invitation
        && secrets.OpenText<EnrolmentDraft>(Of(invitation.Id), sealedDraft, now) is { } draft
            ? new Enrolment(invitation, draft)
            : null;

    /// <summary>What travels in the page.</summary>
    public string Seal(Enrolment enrolment)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        return secrets.SealText(Of(enrolment.Invitation.Id), enrolment.Draft);
    }

    /// <summary>Takes a passphrase in which <see cref="Passphrase.Check"/> found nothing wrong.</summary>
    public Enrolment WithPassphrase(Enrolment enrolment, string typed)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        // The library's hash does not look at the account.
        string hash = hasher.HashPassword(NewAccount(enrolment.Draft, LocalDate.MinIsoValue), Passphrase.Normalise(typed));
        return Ready(enrolment.Invitation, enrolment.Draft with { PasswordHash = hash });
    }

    /// <summary>Takes a code that shows that the app has the key.</summary>
    /// <returns>Null: it is wrong.</returns>
    public static Enrolment? WithCode(Enrolment enrolment, string? typed, Instant now)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        return AuthenticatorCode.StepOf(enrolment.Draft.AuthenticatorKey, typed, now) is { } step
            ? Ready(enrolment.Invitation, enrolment.Draft with { AuthenticatorStep = step })
            : null;
    }

    /// <summary>Takes a passkey that a device made for this account.</summary>
    public static Enrolment WithPasskey(Enrolment enrolment, UserPasskeyInfo passkey)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        ArgumentNullException.ThrowIfNull(passkey);
        return Ready(enrolment.Invitation, enrolment.Draft with { Passkey = DraftPasskey.Of(passkey) });
    }

    /// <summary>Uses the invitation up and writes the account, what opens it, and its roles.</summary>
    /// <returns>Null: somebody used the invitation meanwhile, or the name was taken; nothing was written.</returns>
    /// <exception cref="ListingRefusedException">The organisation has no such role any more.</exception>
    /// <exception cref="ArgumentException">Something is still missing.</exception>
    public async Task<Account?> FinishAsync(Enrolment enrolment, string? code, Instant now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        if (enrolment.Draft is not { RecoveryCodes: { } codes } draft)
            throw new ArgumentException("Nothing opens this account yet.", nameof(enrolment));
        var today = now.InUtc().Date;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        if (!await invitations.UseAsync(code, now, cancellation))
            return null;
        var account = enrolment.Invitation.Existing is null ? NewAccount(draft, today) : await EmptiedAsync(draft.AccountId, today, cancellation);
        account.PasswordHash = draft.PasswordHash;
        if (draft.AuthenticatorStep is not null)
            await store.SetAuthenticatorKeyAsync(account, draft.AuthenticatorKey, cancellation);
        await store.ReplaceCodesAsync(account, codes, cancellation);
        var (organisation, roles) = (enrolment.Invitation.OrganisationId, enrolment.Invitation.Roles);
        var actor = new Actor(organisation, roles[0]);
        if (enrolment.Invitation.Existing is null)
        {
            context.Add(account);
            context.AddRange(roles.Select(role => new Membership { Id = Guid.NewGuid(), AccountId = account.Id, OrganisationId = organisation, Role = role, Since = today }));
            context.Add(DirectoryEvent.OfOrganisation(actor, "join", organisation, string.Join(' ', roles.Select(EnumSlug.Of))));
        }
        else
        {
            context.Add(new AccountChange { Id = Guid.NewGuid(), AccountId = account.Id, What = AccountChangeKind.EnrolledAgain, ChangedOn = today });
            context.Add(DirectoryEvent.OfOrganisation(actor, "enrol-anew", organisation, reason: null));
        }

        try
        {
            await context.SaveByRulesAsync(cancellation);
        }
        catch (ListingRefusedException e) when (e.Rule == "account_name")
        {
            return null;
        }

        if (draft.AuthenticatorStep is { } step)
            await store.UseStepAsync(account, step, now, cancellation);
        if (draft.Passkey is { } passkey)
            await store.AddOrUpdatePasskeyAsync(account, passkey.ToInfo(), cancellation);
        await transaction.CommitAsync(cancellation);
        return account;
    }

    /// <summary>Everything that opened the account before opens nothing any more, nor does any browser, nor a calendar's address.</summary>
    private async Task<Account> EmptiedAsync(Guid id, LocalDate today, CancellationToken cancellation)
    {
        await context.Passkeys.Where(p => p.AccountId == id).ExecuteDeleteAsync(cancellation);
        await context.Tickets.Where(t => t.AccountId == id).ExecuteDeleteAsync(cancellation);
        await context.Calendars.Where(c => c.AccountId == id).ExecuteDeleteAsync(cancellation);
        await context.Accounts.Where(a => a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AuthenticatorKey, (byte[]?)null).SetProperty(a => a.Failures, 0), cancellation);
        var account = await context.Accounts.SingleAsync(a => a.Id == id, cancellation);
        (account.SecurityStamp, account.ConcurrencyStamp) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        (account.LockedUntil, account.ActiveSince) = (null, account.ActiveSince ?? today);
        return account;
    }

    public static string[] NewRecoveryCodes() => [.. Enumerable.Range(0, RecoveryCodes).Select(_ => SecretCode.New())];

    private static Enrolment Ready(OpenInvitation invitation, EnrolmentDraft draft) => new(
        invitation,
        draft is { PasswordHash: not null, RecoveryCodes: null } && (draft.AuthenticatorStep is not null || draft.Passkey is not null)
            ? draft with { RecoveryCodes = NewRecoveryCodes() }
            : draft);

    private static Account NewAccount(EnrolmentDraft draft, LocalDate today) => new()
    {
        Id = draft.AccountId,
        Name = draft.Name,
        SecurityStamp = Guid.NewGuid().ToString(),
        ConcurrencyStamp = Guid.NewGuid().ToString(),
        ActiveSince = today,
    };

    private static string Of(Guid invitation) => $"{Purpose} {invitation}";
}

/// <summary>Somebody on the way in.</summary>
public sealed record Enrolment(OpenInvitation Invitation, EnrolmentDraft Draft);

/// <summary>What is settled so far of an account that does not exist yet.</summary>
/// <param name="AccountId">A passkey is made for it before it exists.</param>
/// <param name="Name">Drawn by the program.</param>
/// <param name="AuthenticatorKey">Base32.</param>
/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record EnrolmentDraft(Guid AccountId, string Name, string AuthenticatorKey, long EndsAt) : ITravelling
{
    public string? PasswordHash { get; init; }

    /// <summary>Whose code showed that the app has the key: it is used.</summary>
    public long? AuthenticatorStep { get; init; }

    /// <summary>In place of the app, or beside it.</summary>
    public DraftPasskey? Passkey { get; init; }

    /// <summary>Null: something is missing before.</summary>
    public string[]? RecoveryCodes { get; init; }
}

/// <summary>A passkey on its way: what the framework knows of it, in a form that can travel.</summary>
public sealed record DraftPasskey(
    byte[] CredentialId, byte[] PublicKey, DateTimeOffset CreatedAt, uint SignCount, string[]? Transports, bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp,
    byte[] AttestationObject, byte[] ClientDataJson, string? Name)
{
    internal static DraftPasskey Of(UserPasskeyInfo info) => new(
        info.CredentialId, info.PublicKey, info.CreatedAt, info.SignCount, info.Transports, info.IsUserVerified, info.IsBackupEligible, info.IsBackedUp,
        info.AttestationObject, info.ClientDataJson, info.Name);

    internal UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, CreatedAt, SignCount, Transports, IsUserVerified, IsBackupEligible, IsBackedUp, AttestationObject, ClientDataJson)
    {
        Name = Name,
    };
}
