using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace ServiceDirectory.Core.Accounts;

/// <summary>A key (WebAuthn) that opens an account by itself: it is on a device, and the device asks who is there.</summary>
public sealed class Passkey
{
    /// <summary>Given by the device.</summary>
    public required byte[] CredentialId { get; init; }

    public required Guid AccountId { get; init; }

    public required string Name { get; set; }

    public required byte[] PublicKey { get; init; }

    public required LocalDate AddedOn { get; init; }

    /// <summary>The device's own count of its signatures, to notice a copy of the key; 0 where it keeps none.</summary>
    public long SignCount { get; set; }

    public required string[] Transports { get; set; }

    public bool IsUserVerified { get; set; }

    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; set; }

    public required byte[] AttestationObject { get; init; }

    public required byte[] ClientDataJson { get; init; }

    internal static Passkey Of(Guid account, UserPasskeyInfo info) => new()
    {
        CredentialId = info.CredentialId,
        AccountId = account,
        Name = info.Name ?? "",
        PublicKey = info.PublicKey,
        AddedOn = LocalDate.FromDateTime(info.CreatedAt.UtcDateTime),
        Transports = info.Transports ?? [],
        IsBackupEligible = info.IsBackupEligible,
        AttestationObject = info.AttestationObject,
        ClientDataJson = info.ClientDataJson,
    };

    /// <summary>What may change with each sign-in, and the name.</summary>
    internal void Take(UserPasskeyInfo info)
    {
        Name = info.Name ?? Name;
        SignCount = info.SignCount;
        IsUserVerified = info.IsUserVerified;
        IsBackedUp = info.IsBackedUp;
    }

    internal UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, AddedOn.AtStartOfDayInZone(DateTimeZone.Utc).ToDateTimeOffset(), (uint)SignCount, Transports, IsUserVerified, IsBackupEligible, IsBackedUp,
        AttestationObject, ClientDataJson)
    {
        Name = Name,
    };
}

/// <summary>One way in for somebody who lost the second factor, used once.</summary>
public sealed class RecoveryCode
{
    public required Guid AccountId { get; init; }

    public required byte[] CodeHash { get; init; }
}
